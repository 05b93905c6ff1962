using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Wire;

/// <summary>An incident: <c>{number, machine, key, kind, subject, fault: {code, detail, place?}, attempts, firstAt, lastAt}</c>.</summary>
internal static class IncidentJson
{
    public static void Write(JsonTextWriter writer, Incident incident)
    {
        writer.Raw("{\"number\":"u8);
        writer.Write(incident.Number);
        writer.Member(",\"machine\":"u8, incident.Address.Machine);
        writer.Member(",\"key\":"u8, incident.Address.Key);
        writer.Member(",\"kind\":"u8, incident.Kind);
        writer.Member(",\"subject\":"u8, incident.Subject);
        writer.Member(",\"fault\":{\"code\":"u8, incident.Fault.Code);
        writer.Member(",\"detail\":"u8, incident.Fault.Message);
        writer.Member(",\"place\":"u8, incident.Fault.Place.Length > 0 ? incident.Fault.Place : null);
        writer.Raw("},\"attempts\":"u8);
        writer.Write(incident.Attempts);
        writer.Member(",\"firstAt\":"u8, InstanceSnapshotJson.TimeText(incident.FirstAt));
        writer.Member(",\"lastAt\":"u8, InstanceSnapshotJson.TimeText(incident.LastAt));
        writer.Raw((byte)'}');
    }
}

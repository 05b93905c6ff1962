using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>The faults of requests that every host words alike.</summary>
public static class Faults
{
    /// <summary>There is no such instance.</summary>
    public static RequestFault UnknownInstance(MachineAddress address) => new(
        RequestFaultCode.UnknownInstance,
        $"There is no instance '{address.Key}' of '{address.Machine}'. Create it first, or let the event create it (create=true).");

    /// <summary>There is such an instance already.</summary>
    public static RequestFault InstanceExists(MachineAddress address) => new(
        RequestFaultCode.InstanceExists, $"There is an instance '{address.Key}' of '{address.Machine}' already. Send it events, or choose another key.");

    /// <summary>The instance has ended.</summary>
    public static RequestFault InstanceFinished(MachineAddress address, SnapshotStatus status) => new(
        RequestFaultCode.InstanceFinished,
        $"The instance '{address.Key}' of '{address.Machine}' has ended with status '{SnapshotStatusText.Of(status)}' and takes no more events.");

    /// <summary>No such machine, or no such version, is published.</summary>
    public static RequestFault UnknownDefinition(string machine, string? version, string? nearest) => new(
        RequestFaultCode.UnknownDefinition,
        (version is null ? $"No machine '{machine}' is published" : $"The machine '{machine}' has no version '{version}'")
        + (nearest is null ? "." : $"; did you mean '{nearest}'?") + $" Publish it with PUT /definitions/{machine}.");

    /// <summary>A name of a request is empty or too long.</summary>
    public static RequestFault? CheckName(string what, string name, StatorOptions options)
    {
        if (name.Length == 0)
        {
            return new(RequestFaultCode.InvalidRequest, $"The {what} is empty. Give it at least one character.");
        }

        if (HasHalfACharacter(name))
        {
            // A store would keep it as another text, and take two such names for one.
            return new(RequestFaultCode.InvalidRequest, $"The {what} holds half of a surrogate pair, which is no Unicode text.");
        }

        return name.Length <= options.MaxNameLength ? null : new(
            RequestFaultCode.LimitExceeded,
            $"The {what} has {name.Length} characters; {options.MaxNameLength} is the limit, set by '{nameof(StatorOptions.MaxNameLength)}'.");
    }

    /// <summary>The store cannot be reached.</summary>
    public static RequestFault StoreUnreachable() => new(
        RequestFaultCode.StoreUnavailable, "The store cannot be reached, so nothing is confirmed. Send the request again.");

    /// <summary>What was sent would not be read from the history as it was written.</summary>
    internal static RequestFault NotData(string what, string code) => new(
        code, $"The {what} nests deeper than {JsonNesting.Max} levels, or holds what is not plain JSON, such as a time or a number that is none. Send it flatter, or as text.");

    /// <summary>The snapshot has become too large.</summary>
    internal static RequestFault SnapshotTooLarge(MachineAddress address, int bytes, StatorOptions options) => new(
        RequestFaultCode.LimitExceeded,
        $"The snapshot of '{address}' would have {bytes} bytes; {options.MaxSnapshotBytes} is the limit, set by "
        + $"'{nameof(StatorOptions.MaxSnapshotBytes)}'. Keep less in the context, or raise it.");

    private static bool HasHalfACharacter(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogate(name[i]) && !char.IsSurrogatePair(name, i++))
            {
                return true;
            }
        }

        return false;
    }
}

using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Interpretation;

namespace Stator.Grains.Machines;

/// <summary>How the grain finds what its turns need, and what is wrong with what it is asked.</summary>
internal sealed partial class MachineGrain
{
    /// <summary>Reads the instance as it is stored; a fault where nobody can.</summary>
    private async Task<RequestFault?> TryOpenAsync()
    {
        var stored = _kept.Confirmed.Stored!;
        try
        {
            if (stored.Record.DisposedAtMs is null)
            {
                await parts.Definitions.RequirePinnedAsync(_address, stored.Record.Version);
            }

            _state = InstanceState.Load(stored, record => parts.Definitions.Catalog.RequirePinned(_address, record.Version));
            parts.Incidents.Settle(new(_address, IncidentKind.Stalled, ""));
            parts.Incidents.Settle(new(_address, IncidentKind.Quarantined, ""));
            return null;
        }
        catch (RequestRefusedException e)
        {
            RaiseOnce(IncidentKind.Stalled, e.Fault);
            return e.Fault;
        }
        catch (StepRefusedException e)
        {
            RaiseOnce(IncidentKind.Quarantined, RequestFault.Of(e.Fault));
            return RequestFault.Of(e.Fault);
        }
    }

    private void RaiseOnce(string kind, RequestFault fault)
    {
        var subject = new IncidentSubject(_address, kind, "");
        if (!parts.Incidents.IsOpen(subject))
        {
            parts.Incidents.Raise(subject, fault, 1);
        }
    }

    /// <summary>A request that may bring the instance into being; or it may show that there is none.</summary>
    private async Task<Answer<Receipt>> SendToNewAsync(SendRequest request, string? trace)
    {
        var start = request.CreateWith is { } create ? await StartOfAsync(create, trace) : null;
        var answer = start?.Fault is { } fault ? Answer.Refused<Receipt>(fault) : await AskAsync(HandleOf(request, start?.Value, trace));
        return answer.Fault?.Code == RequestFaultCode.UnknownInstance ? Answer.Refused<Receipt>(await NoInstanceAsync()) : answer;
    }

    /// <summary>How the instance comes into being. The newest version is asked for only where it matters.</summary>
    private Task<Answer<StartInstance>> StartOfAsync(CreateRequest request, string? trace) => Answer.From(async () =>
    {
        if (NameProblem(request.EventId) is { } fault)
        {
            throw new RequestRefusedException(fault);
        }

        var definition = _state?.Snapshot is null || request.Version is not null
            ? await parts.Definitions.RequireAsync(_address.Machine, request.Version)
            : parts.Definitions.Catalog.Require(_address.Machine, null);
        return new StartInstance(definition, request.Input, request.EventId) { Caller = request.Caller, Trace = trace };
    });

    private static HandleEvents HandleOf(SendRequest request, StartInstance? start, string? trace) =>
        new(request.Events, start, request.EventId) { Caller = request.Caller, Trace = trace };

    /// <summary>What is wrong with a request to handle events.</summary>
    private RequestFault? Problem(SendRequest request) => SendFaults.Check(request, parts.Options) ?? NameProblem(request.EventId);

    /// <summary>What is wrong with an edit by hand.</summary>
    private RequestFault? Problem(ContextEdit edit) =>
        string.IsNullOrWhiteSpace(edit.Note.Reason) ? IncidentRecords.NoReason : NameProblem(edit.EventId);

    /// <summary>What is wrong with how the instance or a request is named.</summary>
    private RequestFault? NameProblem(string? eventId) =>
        Faults.CheckName("machine", _address.Machine, parts.Options)
        ?? Faults.CheckName("key", _address.Key, parts.Options)
        ?? (eventId is null ? null : Faults.CheckName("event id", eventId, parts.Options));

    /// <summary>There is no such instance; or, which is better to know, no such machine that it could be of.</summary>
    private async Task<RequestFault> NoInstanceAsync()
    {
        try
        {
            await parts.Definitions.RequireAsync(_address.Machine, null);
            return Faults.UnknownInstance(_address);
        }
        catch (RequestRefusedException e)
        {
            return e.Fault;
        }
    }
}

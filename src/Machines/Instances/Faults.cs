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

    /// <summary>There is no instance that an event of another one could be delivered to.</summary>
    public static RequestFault UnknownReceiver(MachineAddress address) => new(
        RequestFaultCode.UnknownInstance,
        $"There is no instance '{address.Key}' of '{address.Machine}' to deliver to. Create it and try the delivery again, or skip it.");

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

    /// <summary>The instance has not had that turn.</summary>
    public static RequestFault UnknownSequence(MachineAddress address, long sequence, long last) => new(
        RequestFaultCode.UnknownSequence, $"'{address}' has had {last} turns; there is no turn {sequence}. Ask for one from 1 to {last}.");

    /// <summary>The history does not go back so far.</summary>
    public static RequestFault HistoryGone(MachineAddress address, long sequence) => new(
        RequestFaultCode.UnknownSequence,
        $"The history of '{address}' does not reach back to turn {sequence} any more; '{nameof(StatorOptions.HistoryRetention)}' says how long it is kept after an instance was disposed of.");

    /// <summary>A turn of the history comes out otherwise now than it did then.</summary>
    public static RequestFault NotRepeatable(MachineAddress address, long sequence, Statecharts.Interpretation.Fault fault) => new(
        fault.Code, $"Turn {sequence} of '{address}' cannot be repeated: the code bound to its machine does not do any more what it did. {fault.Message}");

    /// <summary>There is no such incident.</summary>
    public static RequestFault UnknownIncident(long number) => new(
        RequestFaultCode.UnknownIncident, $"There is no open incident {number}; it was settled, or never was. GET /incidents lists those that are open.");

    /// <summary>What was waited for did not come about in time.</summary>
    public static RequestFault WaitTimeout(MachineAddress address, WaitCondition condition, TimeSpan timeout) => new(
        RequestFaultCode.WaitTimeout, $"'{address}' did not come to '{condition}' within {timeout.TotalSeconds:0.###} s. What was sent is applied; wait again, or longer.");

    /// <summary>What was waited for cannot come about any more.</summary>
    public static RequestFault WaitImpossible(MachineAddress address, WaitCondition condition, SnapshotStatus status) => new(
        RequestFaultCode.WaitImpossible, $"'{address}' has ended with status '{SnapshotStatusText.Of(status)}' and will not come to '{condition}' any more.");

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

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return new(RequestFaultCode.InvalidRequest, $"The {what} holds the character 0, which not every store keeps. Leave it out.");
        }

        return name.Length <= options.MaxNameLength ? null : new(
            RequestFaultCode.LimitExceeded,
            $"The {what} has {name.Length} characters; {options.MaxNameLength} is the limit, set by '{nameof(StatorOptions.MaxNameLength)}'.");
    }

    /// <summary>A token names no invocation of this store.</summary>
    public static RequestFault UnknownInvocation() => new(
        RequestFaultCode.UnknownInvocation,
        "The token is none that was given out here. Take it as it is from the 'invocations' of the instance's snapshot.");

    /// <summary>The invocation of a token has ended.</summary>
    public static RequestFault AlreadySettled(MachineAddress address) => new(
        RequestFaultCode.AlreadySettled,
        $"The invocation has ended: it was settled before, or '{address.Key}' of '{address.Machine}' does not wait for it any more. Nothing is left to do.");

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

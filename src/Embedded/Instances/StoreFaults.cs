using Stator.Machines;

namespace Stator.Embedded.Instances;

/// <summary>The faults that are this host's own: of its store, its queues and its end.</summary>
internal static class StoreFaults
{
    public static RequestFault NotConfirmed(MachineAddress address) => new(
        RequestFaultCode.StoreUnavailable,
        $"The store did not confirm the commit of '{address}'. Send the request again under the same event id: what was applied is not applied twice.");

    public static RequestFault Unreachable() => new(
        RequestFaultCode.StoreUnavailable, "The store cannot be reached, so nothing was done. Send the request again.");

    public static RequestFault MailboxFull(MachineAddress address, StatorOptions options) => new(
        RequestFaultCode.Overloaded,
        $"{options.MaxWaitingPerInstance} requests wait for '{address}'; that is the limit, set by '{nameof(StatorOptions.MaxWaitingPerInstance)}'. Send the request again later.");

    public static RequestFault HostFull(int limit) => new(
        RequestFaultCode.Overloaded,
        $"{limit} requests wait for this host; that is the limit, set by '{nameof(StatorOptions.MaxWaiting)}'. Send the request again later.");

    public static RequestFault Stopping() => new(
        RequestFaultCode.Stopping, "The host is shutting down, so nothing was done. Send the request again when it is back.");

    public static RequestFault ReceiptForgotten(string eventId) => new(
        RequestFaultCode.LimitExceeded,
        $"The event '{eventId}' was applied before, but its receipt is forgotten by now; '{nameof(StatorOptions.ProcessedEventWindow)}' says how many are kept.");
}


namespace Stator.Machines.Hosting;

/// <summary>The faults that are this host's own: of its store, its queues and its end.</summary>
internal static class StoreFaults
{
    /// <summary>What the store answers; a refusal where it cannot be reached.</summary>
    public static async Task<T> Of<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or RequestRefusedException))
        {
            throw new RequestRefusedException(Unreachable(), e);
        }
    }

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

    public static RequestFault NotOwner() => new(
        RequestFaultCode.NotOwner,
        "Another host has taken over the store of this one, so nothing was done. Send the request to that host; this one has to be stopped, or started again when the other is gone.");

    public static RequestFault TooManyWatchers(int limit) => new(
        RequestFaultCode.Overloaded,
        $"{limit} callers wait for or watch instances of this host; that is the limit, set by '{nameof(StatorOptions.MaxWatchers)}'. Ask again later, or raise it.");

    public static RequestFault Broken(MachineAddress address) => new(
        RequestFaultCode.InternalError, $"A turn of '{address}' failed with an error of the host, which its log has. The instance stays as it was committed last.");

    public static RequestFault Rejected(MachineAddress address) => new(
        RequestFaultCode.InternalError, $"The store cannot take what a turn of '{address}' would write; the log of the host says why. The instance stays as it was committed last.");

    public static RequestFault ReceiptForgotten(string eventId) => new(
        RequestFaultCode.LimitExceeded,
        $"The event '{eventId}' was applied before, but its receipt is forgotten by now; '{nameof(StatorOptions.MaxProcessedEvents)}' says how many are kept.");
}

using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Embedded.Instances;

/// <summary>Answers the callers of a turn. Called only when its commit is confirmed, or when it is given up.</summary>
internal static class Answering
{
    public static void Give(IInstanceStore store, InstanceCell cell, TurnDecision decision)
    {
        for (var i = 0; i < cell.Batch.Count; i++)
        {
            if (cell.Batch[i].Caller is { } caller)
            {
                Give(store, cell.Address, caller, decision.Answers[i]);
            }
        }
    }

    public static void Refuse(InstanceCell cell, Exception reason)
    {
        foreach (var waiting in cell.Batch)
        {
            waiting.Caller?.TrySetException(reason);
        }
    }

    private static void Give(IInstanceStore store, MachineAddress address, TaskCompletionSource<Receipt> caller, in TurnAnswer answer)
    {
        switch (answer)
        {
            case { Receipt: { } receipt }:
                (receipt.IsDuplicate ? StatorTelemetry.Duplicates : StatorTelemetry.Applied).Add(1);
                caller.TrySetResult(receipt);
                break;
            case { Fault: { } fault }:
                StatorTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("code", fault.Code));
                caller.TrySetException(new RequestRefusedException(fault));
                break;
            case { RecordedId: { } id }:
                StatorTelemetry.Duplicates.Add(1);
                _ = GiveRecordedAsync(store, address, id, caller);
                break;
        }
    }

    /// <summary>The receipt of an earlier turn is in the store only: most are never asked for again.</summary>
    private static async Task GiveRecordedAsync(IInstanceStore store, MachineAddress address, string eventId, TaskCompletionSource<Receipt> caller)
    {
        try
        {
            var recorded = await store.LoadReceiptAsync(address, eventId, CancellationToken.None).ConfigureAwait(false)
                ?? throw new RequestRefusedException(StoreFaults.ReceiptForgotten(eventId));
            caller.TrySetResult(ReceiptJson.Read(recorded.Span) with { IsDuplicate = true });
        }
        catch (RequestRefusedException e)
        {
            caller.TrySetException(e);
        }
        catch (Exception e)
        {
            caller.TrySetException(new RequestRefusedException(StoreFaults.Unreachable(), e));
        }
    }
}

using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Telemetry;

namespace Stator.Grains.Machines;

/// <summary>How those are answered that wait for a turn.</summary>
internal sealed partial class MachineGrain
{
    private void Give(Waiting waiting, TurnAnswer answer)
    {
        if (answer.RecordedId is { } id)
        {
            _ = GiveRecordedAsync(waiting, id);
            return;
        }

        if (answer.Fault is { } fault)
        {
            StatorTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("code", fault.Code));
            waiting.Give(Answer.Refused<Receipt>(fault));
        }
        else
        {
            (answer.Receipt is { IsDuplicate: true } ? StatorTelemetry.Duplicates : StatorTelemetry.Applied).Add(1);
            waiting.Give(Answer.Of(answer.Receipt!));
        }
    }

    /// <summary>The receipt of an earlier turn is in the tables only: most are never asked for again.</summary>
    private async Task GiveRecordedAsync(Waiting waiting, string eventId)
    {
        waiting.Give(await Answer.From(() => StoreFaults.Of(async () =>
        {
            await _outputs.ProjectedAsync();
            var recorded = await parts.Store.LoadReceiptAsync(_address, eventId, CancellationToken.None)
                ?? throw new RequestRefusedException(StoreFaults.ReceiptForgotten(eventId));
            StatorTelemetry.Duplicates.Add(1);
            return ReceiptJson.Read(recorded.Span) with { IsDuplicate = true };
        })));
    }
}

using Stator.Grains.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Grains.Services;

/// <summary>
/// Invocations that somebody outside completes. Nothing keeps this in memory meanwhile: whoever comes with the token finds it again, and where there
/// must be signs of life the instance has it look when they are due.
/// </summary>
internal sealed partial class ServiceGrain
{
    public Task<Answer<Receipt>> CompleteAsync(Value output, string? caller) => Answer.From(async () =>
    {
        await RequireAsync();
        return await SettleAsync(Outcome.Done(output), caller);
    });

    public Task<Answer<Receipt>> FailAsync(Value error, string? caller) => Answer.From(async () =>
    {
        await RequireAsync();
        var failed = ServiceFailure.ErrorOf(error);
        return await StepAsync(p => ExternalSteps.NextAttempt(_start, p, NowMs))
            ? (await parts.Grains.GetMachine(_id.Address).GetReceiptAsync()).Required
            : await SettleAsync(Outcome.Failed(failed), caller);
    });

    public Task<Answer<bool>> HeartbeatAsync() => Answer.From(async () =>
    {
        await RequireAsync();
        if (ExternalHeartbeat.Of(_start.Input).IntervalMs is { } interval)
        {
            await StepAsync(p => p with { DueMs = NowMs + interval });
        }

        return true;
    });

    /// <summary>Sees that an instance waits for this, and knows for what; whoever has a token may come before the instance does.</summary>
    private async Task RequireAsync()
    {
        var invocation = await parts.Grains.GetMachine(_id.Address).FindInvocationAsync(_id) ?? throw new RequestRefusedException(Faults.AlreadySettled(_id.Address));
        if (_record is null)
        {
            Know(invocation);
            Run(isNew: false);
        }
    }

    /// <summary>A step that somebody outside waits for.</summary>
    private async Task<bool> StepAsync(Func<InvocationProgress, InvocationProgress?> step)
    {
        try
        {
            return await SaveAsync(step);
        }
        catch (OperationCanceledException)
        {
            throw new RequestRefusedException(_end is null ? StoreFaults.Stopping() : Faults.AlreadySettled(_id.Address));
        }
    }

    private async Task<Receipt> SettleAsync(Outcome outcome, string? caller)
    {
        var answer = await Asking.AskAsync(
            parts.Grains.GetMachine(_id.Address), machine => machine.SettleAsync(_id, _record!.Number, outcome, caller, null));
        return answer.Required.Changed ? answer.Required : throw new RequestRefusedException(Faults.AlreadySettled(_id.Address));
    }

    /// <summary>Waits for signs of life where there must be some; silence is a failure.</summary>
    private async Task WaitForOthersAsync()
    {
        var heartbeat = ExternalHeartbeat.Of(_start.Input);
        if (!heartbeat.IsValid)
        {
            _outcome = Outcome.Failed(ExternalSteps.InvalidHeartbeat);
        }

        // Whatever is heard puts off the time only, so it is enough to look again when it has come.
        while (_outcome is null && heartbeat.IntervalMs is not null && await WaitUntilAsync(() => DueMs(_progress)))
        {
            if (!await IsWantedAsync())
            {
                await EndAsync();
                return;
            }

            if (!await SaveAsync(p => DueMs(p) > NowMs ? p : ExternalSteps.NextAttempt(_start, p, NowMs)))
            {
                _outcome = Outcome.Failed(ExternalSteps.Silence(_start));
            }
        }
    }

    /// <summary>When silence is a failure. Before this silo was there perhaps none was, and nobody could give a sign of life.</summary>
    private long DueMs(InvocationProgress progress) =>
        progress.DueMs <= running.StartedMs ? ExternalHeartbeat.Of(_start.Input).DueMs(running.StartedMs) : progress.DueMs;
}

using Stator.Grains.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Grains.Services;

/// <summary>Invocations that somebody outside completes.</summary>
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
        if (ExternalSteps.NextAttempt(_start, _progress, NowMs) is not { } next)
        {
            return await SettleAsync(Outcome.Failed(failed), caller);
        }

        await SaveAsync(next);
        Hear();
        return (await parts.Grains.GetMachine(_id.Address).GetReceiptAsync()).Required;
    });

    public Task<Answer<bool>> HeartbeatAsync() => Answer.From(async () =>
    {
        await RequireAsync();
        if (ExternalHeartbeat.Of(_start.Input).IntervalMs is { } interval)
        {
            await SaveAsync(_progress with { DueMs = NowMs + interval });
            Hear();
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
            await BeginAgainAsync();
            Run();
        }
    }

    private async Task<Receipt> SettleAsync(Outcome outcome, string? caller)
    {
        var answer = await Asking.AskAsync(
            parts.Grains.GetMachine(_id.Address), machine => machine.SettleAsync(_id, _record!.Number, outcome, caller, null));
        return answer.Required.Changed ? answer.Required : throw new RequestRefusedException(Faults.AlreadySettled(_id.Address));
    }

    /// <summary>Waits for signs of life, as long as the instance waits; silence is a failure.</summary>
    private async Task WaitForOthersAsync()
    {
        while (_outcome is null && !_ending.IsCancellationRequested)
        {
            var heard = _heard.Task;
            if (!ExternalHeartbeat.Of(_start.Input).IsValid)
            {
                _outcome = Outcome.Failed(ExternalSteps.InvalidHeartbeat);
            }
            else if (await Task.WhenAny(heard, SilenceAsync(_progress.DueMs)) == heard)
            {
                continue;
            }
            else if (_ending.IsCancellationRequested || _progress.DueMs > NowMs)
            {
                continue;
            }
            else if (ExternalSteps.NextAttempt(_start, _progress, NowMs) is { } next)
            {
                await SaveAsync(next);
            }
            else
            {
                _outcome = Outcome.Failed(ExternalSteps.Silence(_start));
            }
        }

        if (_outcome is not null)
        {
            await ReportAsync();
        }
    }

    private Task SilenceAsync(long dueMs) => dueMs == long.MaxValue ? Task.Delay(Timeout.InfiniteTimeSpan, _ending.Token) : WaitUntilAsync(dueMs);

    private void Hear()
    {
        var heard = _heard;
        _heard = new();
        heard.SetResult();
    }
}

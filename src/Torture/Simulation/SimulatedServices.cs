using Stator.Checking.Evidence;
using Stator.Machines.Services;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Torture.Stores;

namespace Stator.Torture.Simulation;

/// <summary>The service of the simulation: each call is noted, waits until the simulation picks it, and then ends well or badly.</summary>
internal sealed class SimulatedServices(ParkedCalls calls, SimulatedWorld world)
{
    /// <summary>The code of one host.</summary>
    public MachineCode For(object owner) => new(
        [], [new("charge", (ServiceCall call, CancellationToken cancellation) => ChargeAsync(owner, call, cancellation), new() { MaxConcurrency = 2 })]);

    private async Task<Value> ChargeAsync(object owner, ServiceCall call, CancellationToken cancellation)
    {
        world.Note($"charge {call.InvocationId} attempt {call.Attempt}");
        world.Journal.Add(new Called(call.InvocationId, world.MayRepeatAttempts ? 0 : call.Attempt, call.Input));
        var parked = new ServedCall(owner, call, world);
        calls.Add(parked);
        using var cancelled = cancellation.Register(parked.Cancel);
        return await parked.Answer.ConfigureAwait(false);
    }

    private sealed class ServedCall(object owner, ServiceCall call, SimulatedWorld world) : ParkedCall(owner, $"charge {call.InvocationId} ends")
    {
        private readonly TaskCompletionSource<Value> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool MayFail => false;

        public Task<Value> Answer => _answer.Task;

        public void Cancel() => _answer.TrySetCanceled();

        public override Task GoOnAsync(CallFault? fault)
        {
            switch (world.Random.Next(6))
            {
                case 0 or 1:
                    _answer.TrySetException(new IOException("The bank does not answer."));
                    break;
                case 2:
                    _answer.TrySetException(new ServiceFailedException(ObjectValue.Of(("message", "the card is empty")), isRetryable: false));
                    break;
                default:
                    Value output = ObjectValue.Of(("paid", world.Random.Next(1, 5)));
                    world.Journal.Add(new Yielded(call.InvocationId, output));
                    _answer.TrySetResult(output);
                    break;
            }

            return Task.CompletedTask;
        }

        /// <summary>It ends when nobody hears of it.</summary>
        public override Task HappenAsync() => GoOnAsync(null);
    }
}

using System.Collections.Concurrent;
using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>A service whose attempts a test ends one by one, whichever host runs them.</summary>
internal sealed class Script(string name, MachineServiceOptions? options = null)
{
    private readonly ConcurrentQueue<Act> _acts = new();

    public BoundService Service => new(name, RunAsync, options);

    public IReadOnlyList<Act> Acts => [.. _acts];

    /// <summary>Waits until so many attempts have begun in all, and yields the last one.</summary>
    public async Task<Act> BegunAsync(int count)
    {
        await Eventually.Holds(() => _acts.Count >= count, $"{count} attempts of '{name}' have begun");
        return Acts[count - 1];
    }

    private Task<Value> RunAsync(ServiceCall call, CancellationToken cancellation)
    {
        var act = new Act(call, cancellation);
        _acts.Enqueue(act);
        return act.Task;
    }

    /// <summary>One attempt.</summary>
    internal sealed class Act(ServiceCall call, CancellationToken cancellation)
    {
        private readonly TaskCompletionSource<Value> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ServiceCall Call => call;

        public CancellationToken Cancellation => cancellation;

        public Task<Value> Task => _end.Task;

        public void Return(Value output) => _end.SetResult(output);

        public void Throw(Exception failure) => _end.SetException(failure);

        /// <summary>Ends as the token asks for.</summary>
        public void Heed() => _end.SetCanceled(cancellation);
    }
}

using Stator.Machines.Stores;

namespace Stator.Grains.Tests.Postgres;

/// <summary>A store that takes no turns while it is closed.</summary>
internal sealed class ClosableStore(IDurableStore inner) : InterceptedStore(inner)
{
    private volatile bool _isClosed;

    public bool IsClosed
    {
        set => _isClosed = value;
    }

    public override Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation) =>
        _isClosed ? throw new IOException("The tables are closed.") : Inner.CommitAsync(commits, cancellation);

    protected override Task<T> CallAsync<T>(string member, Func<Task<T>> call) => call();
}

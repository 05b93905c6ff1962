using Stator.Machines.Stores;

namespace Stator.Machines.Tests.Support;

/// <summary>A store that keeps what it is given, and fails when it is told to: before it wrote, or after.</summary>
internal sealed class FaultyStore(MemoryStore inner) : InterceptedStore(inner)
{
    private static readonly string[] Loading = [nameof(LoadAsync), nameof(LoadManyAsync), nameof(LoadDueAsync), nameof(CheckAsync)];

    private TaskCompletionSource? _gate;
    private TaskCompletionSource? _readingGate;

    /// <summary>How many transactions there were, and how many instances each held.</summary>
    public List<int> Transactions { get; } = [];

    /// <summary>The keys of all committed instances, in the order of their commits.</summary>
    public List<string> Order { get; } = [];

    /// <summary>The next commit is refused before anything is written.</summary>
    public bool FailsBeforeCommit { get; set; }

    /// <summary>The next commit is written, and then reported as failed.</summary>
    public bool FailsAfterCommit { get; set; }

    public bool FailsToLoad { get; set; }

    /// <summary>The key of an instance whose commits cannot be kept.</summary>
    public string? Unkeepable { get; set; }

    /// <summary>How often a single instance was read.</summary>
    public int Readings { get; private set; }

    /// <summary>How often reading failed.</summary>
    public int RefusedReadings { get; private set; }

    /// <summary>Commits wait until the gate is opened.</summary>
    public TaskCompletionSource CloseGate() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is read of several instances is handed out when the gate is opened.</summary>
    public TaskCompletionSource CloseReadingGate() => _readingGate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int WaitingAtGate { get; private set; }

    public override async Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        if (_gate is { } gate)
        {
            WaitingAtGate++;
            await gate.Task;
            WaitingAtGate--;
        }

        if (FailsBeforeCommit)
        {
            FailsBeforeCommit = false;
            throw new IOException("The disk is full.");
        }

        if (commits.Any(c => c.Record.Address.Key == Unkeepable))
        {
            throw new CommitRejectedException("A row is not taken.");
        }

        Transactions.Add(commits.Count);
        Order.AddRange(commits.Select(c => c.Record.Address.Key));
        var outcomes = await Inner.CommitAsync(commits, cancellation);
        if (FailsAfterCommit)
        {
            FailsAfterCommit = false;
            throw new TimeoutException("Nothing was heard of the commit.");
        }

        return outcomes;
    }

    protected override async Task<T> CallAsync<T>(string member, Func<Task<T>> call)
    {
        if (FailsToLoad && Loading.Contains(member))
        {
            RefusedReadings++;
            throw new IOException("The disk is gone.");
        }

        Readings += member == nameof(LoadAsync) ? 1 : 0;
        var result = await call();
        if (member == nameof(LoadManyAsync) && _readingGate is { } gate)
        {
            WaitingAtGate++;
            await gate.Task;
            WaitingAtGate--;
        }

        return result;
    }
}

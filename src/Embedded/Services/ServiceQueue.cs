namespace Stator.Embedded.Services;

/// <summary>The runs of one service: some under way, some in memory until they may begin, the rest in the store. First come, first served.</summary>
/// <param name="limit">Runs at a time.</param>
internal sealed class ServiceQueue(int limit)
{
    private readonly Queue<ServiceRun> _waiting = new();
    private readonly int _room = Math.Max(256, 4 * limit);
    private int _running;

    /// <summary>Whether the store has runs that nobody here was told of; then new ones are left there too, so that none overtakes another.</summary>
    public bool IsBehind { get; set; }

    /// <summary>Whether runs were left in the store since it was last read from its beginning.</summary>
    public bool HasLeft { get; set; }

    /// <summary>How many will wait as soon as their next attempt is written down.</summary>
    public int Preparing { get; set; }

    public bool IsFull => _waiting.Count + Preparing >= _room;

    /// <summary>Whether it is time to read what the store has.</summary>
    public bool IsHungry => IsBehind && _waiting.Count + Preparing <= _room / 2;

    public void Add(ServiceRun run) => _waiting.Enqueue(run);

    /// <summary>The next run that may begin; null where none may. <see cref="End"/> is due when it has ended.</summary>
    public ServiceRun? TryBegin()
    {
        while (_running < limit && _waiting.TryDequeue(out var run))
        {
            if (!run.IsForgotten)
            {
                _running++;
                return run;
            }
        }

        return null;
    }

    public void End() => _running--;
}

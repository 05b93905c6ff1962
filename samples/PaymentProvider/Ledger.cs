namespace PaymentProvider;

/// <summary>Money that was taken.</summary>
/// <param name="Id">The provider's name for it.</param>
/// <param name="Key">The <c>Idempotency-Key</c> it was asked for under.</param>
/// <param name="AmountCents">How much, in cents.</param>
public sealed record Charge(string Id, string Key, long AmountCents);

/// <summary>What the provider knows, as long as it runs: one charge a key, however often it is asked.</summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _requests = [];
    private readonly List<Charge> _charges = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>Counts a request, and says how many there were under its key.</summary>
    public int CountRequest(string key)
    {
        lock (_lock)
        {
            return _requests[key] = _requests.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>Takes the money, unless it was taken under this key before.</summary>
    public Charge Charge(string key, long amountCents)
    {
        lock (_lock)
        {
            if (_charges.Find(c => c.Key == key) is { } known)
            {
                return known;
            }

            var charge = new Charge($"ch-{_charges.Count + 1}", key, amountCents);
            _charges.Add(charge);
            _waiting.Where(w => w.Count <= _charges.Count).ToList().ForEach(w => w.Reached.TrySetResult());
            return charge;
        }
    }

    /// <summary>All charges, once there are so many.</summary>
    public async Task<IReadOnlyList<Charge>> WaitForAsync(int count, CancellationToken cancellation)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_charges.Count >= count)
            {
                return [.. _charges];
            }

            _waiting.Add((count, reached));
        }

        await reached.Task.WaitAsync(cancellation);
        return await WaitForAsync(count, cancellation);
    }
}

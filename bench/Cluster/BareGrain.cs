namespace Stator.Bench.Cluster;

/// <summary>What a grain is without Stator: it writes five hundred bytes, and answers a number.</summary>
[Alias("bench.IBareGrain")]
public interface IBareGrain : IGrainWithStringKey
{
    [Alias("write")]
    Task<int> WriteAsync();

    [Alias("read")]
    Task<int> ReadAsync();
}

[GenerateSerializer, Alias("bench.BareState")]
public sealed class BareState
{
    [Id(0)]
    public int Count { get; set; }

    [Id(1)]
    public byte[] Bytes { get; set; } = new byte[500];
}

internal sealed class BareGrain([PersistentState("bare", OneSilo.Stock)] IPersistentState<BareState> state) : Grain, IBareGrain
{
    public async Task<int> WriteAsync()
    {
        state.State.Count++;
        Random.Shared.NextBytes(state.State.Bytes);
        await state.WriteStateAsync();
        return state.State.Count;
    }

    public Task<int> ReadAsync() => Task.FromResult(state.State.Count);
}

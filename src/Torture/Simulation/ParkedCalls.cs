using Stator.Torture.Stores;

namespace Stator.Torture.Simulation;

/// <summary>A call that waits until the simulation lets it go on.</summary>
internal abstract class ParkedCall(object owner, string name)
{
    /// <summary>The host it belongs to; with it it dies.</summary>
    public object Owner => owner;

    public string Name => name;

    /// <summary>Whether it is a call of the store, which fails as planned. Others say themselves how they end.</summary>
    public virtual bool MayFail => true;

    /// <summary>Lets it happen, or go wrong.</summary>
    public abstract Task GoOnAsync(CallFault? fault);

    /// <summary>Lets it happen, without anybody hearing of it.</summary>
    public abstract Task HappenAsync();
}

/// <summary>All calls that wait, oldest first.</summary>
internal sealed class ParkedCalls
{
    private readonly List<ParkedCall> _calls = [];

    public int Count => _calls.Count;

    public void Add(ParkedCall call) => _calls.Add(call);

    public ParkedCall Take(int index)
    {
        var call = _calls[index];
        _calls.RemoveAt(index);
        return call;
    }

    /// <summary>Forgets the calls of a host that is dead: nothing of it goes on.</summary>
    public void Drop(object owner) => _calls.RemoveAll(c => ReferenceEquals(c.Owner, owner));
}

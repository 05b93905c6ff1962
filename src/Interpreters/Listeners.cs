namespace Stator.Interpreters;

/// <summary>Those who want to hear of something, in the order they came. They may come and go while they are being told.</summary>
internal sealed class Listeners<T>
{
    private volatile Action<T>[] _all = [];

    public bool IsEmpty => _all.Length == 0;

    /// <summary>Adds one; disposing of the result removes it.</summary>
    public IDisposable Add(Action<T> listener)
    {
        lock (this)
        {
            _all = [.. _all, listener];
        }

        return new Subscription(this, listener);
    }

    public void Tell(T what)
    {
        foreach (var listener in _all)
        {
            listener(what);
        }
    }

    private void Remove(Action<T> listener)
    {
        lock (this)
        {
            var index = Array.IndexOf(_all, listener);
            _all = [.. _all[..index], .. _all[(index + 1)..]];
        }
    }

    private sealed class Subscription(Listeners<T> owner, Action<T> listener) : IDisposable
    {
        private Listeners<T>? _owner = owner;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Remove(listener);
    }
}

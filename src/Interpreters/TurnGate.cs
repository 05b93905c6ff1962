namespace Stator.Interpreters;

/// <summary>
/// Lets one thread in at a time, and knows which: one compare-and-swap where nobody else is there, which a lock would make two of. A
/// thread that finds another one inside yields until it has left; turns are short, and that threads meet here is rare.
/// </summary>
internal struct TurnGate
{
    private int _owner;

    /// <summary>Enters, perhaps after others have left; false where this thread is inside already.</summary>
    public bool TryEnter()
    {
        var me = Environment.CurrentManagedThreadId;
        if (Volatile.Read(ref _owner) == me)
        {
            return false;
        }

        if (Interlocked.CompareExchange(ref _owner, me, 0) != 0)
        {
            Wait(me);
        }

        return true;
    }

    public void Leave() => Volatile.Write(ref _owner, 0);

    private void Wait(int me)
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _owner, me, 0) != 0)
        {
            wait.SpinOnce();
        }
    }
}

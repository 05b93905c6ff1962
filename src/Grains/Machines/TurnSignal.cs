namespace Stator.Grains.Machines;

/// <summary>Tells those who watch an instance that it has had a turn.</summary>
internal sealed class TurnSignal
{
    /// <summary>Null where nobody watches.</summary>
    private TaskCompletionSource? _next;

    public Task Next => (_next ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Give()
    {
        var given = _next;
        _next = null;
        given?.SetResult();
    }
}

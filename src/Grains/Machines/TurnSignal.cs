namespace Stator.Grains.Machines;

/// <summary>Tells those who watch an instance that it has had a turn.</summary>
internal sealed class TurnSignal
{
    private TaskCompletionSource _next = New();

    public Task Next => _next.Task;

    public void Give()
    {
        var given = _next;
        _next = New();
        given.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

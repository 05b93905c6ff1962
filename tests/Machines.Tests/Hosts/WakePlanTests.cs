using Stator.Embedded.Timers;

namespace Stator.Machines.Tests.Hosts;

/// <summary>Whom to read shortly before its time, and whom to wake at it, beside the simplest model of both.</summary>
public class WakePlanTests
{
    private const long Ahead = 100;

    private readonly WakePlan _plan = new(Ahead);

    /// <summary>When each is due, and whether it is to be read before that.</summary>
    private readonly Dictionary<MachineAddress, (long DueMs, bool IsUnread)> _model = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EachIsReadOnceAndThenWoken(int seed)
    {
        var random = new Random(seed);
        for (var now = 0L; now < 20_000; now++)
        {
            var address = new MachineAddress("m", $"{random.Next(50)}");
            var due = now + random.Next(-10, 1_000);
            switch (random.Next(6))
            {
                case 0:
                    _plan.Remove(address);
                    _model.Remove(address);
                    break;
                case 1:
                    TakeDue(now);
                    break;
                case 2:
                    TakeSoon(now);
                    break;
                case 3 when !_model.ContainsKey(address):
                    _plan.SetEarlier(address, due);
                    _model[address] = (due, true);
                    break;
                case 4:
                    var isNear = due - now <= Ahead;
                    Assert.Equal(isNear ? due : due - Ahead, _plan.Set(address, due, now));
                    _model[address] = (due, !isNear);
                    break;
                default:
                    Assert.Equal(_model.Count == 0 ? null : _model.Values.Min(m => m.IsUnread ? m.DueMs - Ahead : m.DueMs), _plan.NextMs);
                    break;
            }

            Assert.Equal(_model.Count, _plan.Count);
        }
    }

    private void TakeDue(long now)
    {
        var due = _model.Where(m => m.Value.DueMs <= now).Select(m => m.Value.DueMs).DefaultIfEmpty(long.MaxValue).Min();
        var taken = _plan.TakeDue(now);
        Assert.Equal(due != long.MaxValue, taken is not null);
        if (taken is { } address)
        {
            Assert.Equal(due, _model[address].DueMs);
            _model.Remove(address);
        }
    }

    private void TakeSoon(long now)
    {
        var due = _model.Values.Where(m => m.IsUnread && m.DueMs - Ahead <= now).Select(m => m.DueMs).DefaultIfEmpty(long.MaxValue).Min();
        var taken = _plan.TakeSoon(now);
        Assert.Equal(due != long.MaxValue, taken is not null);
        if (taken is { } address)
        {
            Assert.Equal((due, true), _model[address]);
            _model[address] = (due, false);
        }
    }
}

namespace Stator.Statecharts.Tests.Properties;

public sealed class DeterminismProperties
{
    [Fact]
    public void The_same_trial_takes_the_same_course_each_time() => Law.Holds(trial =>
        Assert.Equal(new Course(trial).Turns().Select(t => t.Text), new Course(trial).Turns().Select(t => t.Text)));

    /// <summary>What a definition has worked out about its chart makes it faster, and nothing else.</summary>
    [Fact]
    public void What_a_definition_remembers_of_earlier_steps_changes_nothing() => Law.Holds(trial =>
        Assert.Equal(new Course(trial).Turns().Select(t => t.Text), new Course(trial) { IsForgetful = true }.Turns().Select(t => t.Text)), trials: 800);
}

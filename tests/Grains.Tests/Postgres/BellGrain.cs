using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Stator.Grains.Tests.Postgres;

/// <summary>Has a reminder, and notes when it comes.</summary>
public interface IBellGrain : IGrainWithStringKey
{
    /// <summary>Sets the reminder.</summary>
    Task SetAsync(TimeSpan due);

    /// <summary>Whether it is set.</summary>
    Task<bool> IsSetAsync();

    /// <summary>Removes it.</summary>
    Task RemoveAsync();
}

internal sealed class BellGrain : Grain, IBellGrain, IRemindable
{
    private const string Name = "bell";

    /// <summary>The grains whose reminder has come.</summary>
    public static ConcurrentDictionary<string, bool> Rung { get; } = new();

    public Task SetAsync(TimeSpan due) => this.RegisterOrUpdateReminder(Name, due, TimeSpan.FromMinutes(1));

    public async Task<bool> IsSetAsync() => await this.GetReminder(Name) is not null;

    public async Task RemoveAsync() => await this.UnregisterReminder((await this.GetReminder(Name))!);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Rung[this.GetPrimaryKeyString()] = true;
        return Task.CompletedTask;
    }
}

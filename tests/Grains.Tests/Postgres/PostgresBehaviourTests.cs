using Stator.Grains.Tests.Support;
using Stator.Machines.Tests.Clients;
using Stator.Machines.Tests.Support;

namespace Stator.Grains.Tests.Postgres;

/// <summary>The behaviour suite, on silos that have nothing in common but a database.</summary>
public abstract class PostgresBehaviourTests : ClientBehaviour
{
    private PostgresSilos _silos = null!;

    private protected abstract Kept Kept { get; }

    public override async Task DisposeAsync() => await _silos.DisposeAsync();

    protected override async Task StartAsync()
    {
        _silos = await PostgresSilos.StartAsync(2, Kept, Time);
        Client = _silos.Client;
    }
}

/// <summary>Instances are rows.</summary>
[NeedsPostgres]
public sealed class PostgresRowsTests : PostgresBehaviourTests
{
    private protected override Kept Kept => Kept.InRows;
}

/// <summary>Instances are whole records in the grain storage of Orleans; the rows follow.</summary>
[NeedsPostgres]
public sealed class PostgresWholeTests : PostgresBehaviourTests
{
    private protected override Kept Kept => Kept.Whole;
}

using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

/// <summary><c>stator db migrate</c>, and how a store is chosen.</summary>
public sealed class DbTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Migrations_are_listed_then_applied_once()
    {
        var listed = _place.Run("db", "migrate", "--dry-run", "--data", "data");
        Assert.Equal((0, ""), (listed.Exit, listed.Error));
        Assert.StartsWith("would apply 0001_initial\nwould apply 0002_runtime\n", listed.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.PathOf("data")));

        var applied = _place.Run("db", "migrate", "--connection", "data");
        Assert.Equal(listed.Out.Replace("would apply", "applied", StringComparison.Ordinal), applied.Out);
        Assert.Equal("The database is up to date.\n", _place.Run("db", "migrate", "--data", "data").Out);
        Assert.Equal("The database is up to date.\n", _place.Run("db", "migrate", "--dry-run", "--data", "data").Out);
    }

    [Theory]
    [InlineData("--store postgres needs --connection", "--store", "postgres")]
    [InlineData("--data is the folder of SQLite", "--store", "postgres", "--data", "data")]
    [InlineData("names no host", "--store", "postgres", "--connection", "Database=stator")]
    [InlineData("turns synchronous_commit off", "--store", "postgres", "--connection", "Host=127.0.0.1;Options=-c synchronous_commit=off")]
    [InlineData("cannot be read", "--store", "postgres", "--connection", "Hoost=localhost")]
    [InlineData("'stator' on 127.0.0.1 cannot be reached", "--store", "postgres", "--connection", "Host=127.0.0.1;Port=1;Database=stator;Username=x")]
    [InlineData("Add --store postgres", "--connection", "Host=localhost;Database=stator")]
    [InlineData("not both", "--connection", "a", "--data", "b")]
    [InlineData("There is no store 'oracle'", "--store", "oracle")]
    public void What_does_not_go_together_is_one_line(string says, params string[] options)
    {
        foreach (var command in new string[][] { ["db", "migrate"], ["serve", "--urls", "http://127.0.0.1:0"] })
        {
            var result = _place.Run([.. command, .. options]);

            Assert.Equal((2, ""), (result.Exit, result.Out));
            Assert.Contains(says, result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
            result.IsReadable();
        }
    }

    [Fact]
    public void Memory_is_nothing_to_migrate_and_keeps_no_data()
    {
        Assert.Contains("There is no store 'memory'", _place.Run("db", "migrate", "--store", "memory").Error, StringComparison.Ordinal);
        Assert.Contains("--store memory keeps nothing", _place.Run("serve", "--store", "memory", "--data", "data").Error, StringComparison.Ordinal);
    }
}

using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

/// <summary>Whatever is wrong with how the tool was called: one line with a remedy, and 2.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("validate", "*.yaml", "matches no file")]
    [InlineData("validate", ".", "is a folder")]
    [InlineData("validate", "lihgt.machine.json", "did you mean 'light.machine.json'?")]
    [InlineData("validate", "no/such.json", "nor its folder")]
    [InlineData("simulate", "gone.json", "there is no file")]
    [InlineData("diagram", "gone.json", "there is no file")]
    [InlineData("convert", "gone.json", "there is no file")]
    public void A_file_that_is_not_there(string command, string file, string says)
    {
        var result = _place.Run(command, file).IsReadable();

        Assert.Equal(2, result.Exit);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("there is no command 'simulat'; did you mean 'simulate'?", "simulat", "light.machine.json")]
    [InlineData("there is no command 'cor'; did you mean 'core'?", "bench", "cor")]
    [InlineData("Required argument missing", "validate")]
    [InlineData("there is no option '--jsn'", "validate", "--jsn", "light.machine.json")]
    [InlineData("'--restrat'", "test", "--restrat", "light.scenarios.json")]
    [InlineData("'--frmat'", "diagram", "light.machine.json", "--frmat", "svg")]
    public void Words_that_mean_nothing(string says, params string[] args)
    {
        var result = _place.Run(args).IsReadable();

        Assert.Equal(2, result.Exit);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Contains("--help'", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public void A_file_that_cannot_be_written()
    {
        var intoNowhere = _place.Run("convert", "light.machine.json", "-o", "no/such.json").IsReadable();
        var ontoFolder = _place.Run("convert", "light.machine.json", "-o", ".").IsReadable();

        Assert.Equal((2, 2), (intoNowhere.Exit, ontoFolder.Exit));
        Assert.Contains("Create it first", intoNowhere.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be written", ontoFolder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_a_name_and_a_number() => Assert.Matches(@"^stator \d+\.\d+\.\d+\n$", _place.Run("--version").Out);
}

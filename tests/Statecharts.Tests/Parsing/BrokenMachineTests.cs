using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.Parsing;

/// <summary>
/// The broken machines of tests/fixtures/broken, each with exactly what <c>stator validate</c> prints about it. After an intended change of
/// a text, read the new one as a newcomer would, then replace the expected file.
/// </summary>
public class BrokenMachineTests
{
    private static string Folder => Path.Combine(Documents.Root, "tests/fixtures/broken");

    public static TheoryData<string> Machines() =>
        [.. Directory.EnumerateFiles(Folder, "*.machine.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Machines))]
    public void Each_is_told_what_is_wrong_with_it(string file)
    {
        var result = MachineParser.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        var expected = File.ReadAllLines(Path.Combine(Folder, file.Replace(".machine.json", ".expected.txt")));

        Assert.NotEmpty(expected);
        Assert.Equal(expected, result.Diagnostics.Select(d => $"{file}:{d}"));
        Documents.Sound(result);
    }

    [Fact]
    public void A_document_without_lines_is_told_where_by_pointers()
    {
        var result = MachineParser.Parse(Value.Parse("""{"id":"m","initial":"a","states":{"a":{"on":{"X/Y":"b"}}}}"""));

        Assert.StartsWith("/states/a/on/X~1Y: error SC0030: unknown target 'b' in 'm.a'", Assert.Single(result.Diagnostics).ToString());
    }
}

namespace Stator.Grains.Tests.Processes;

/// <summary>A folder with a machine, for <c>--definitions</c>.</summary>
internal sealed class TestMachines : IDisposable
{
    private const string Patient = """
        { "id": "patient", "version": "1", "initial": "waiting", "context": { "count": 0 },
          "on": { "INC": { "context": { "count": { "@expr": "context.count + 1" } } } },
          "states": { "waiting": { "on": { "GO": "going", "DASH": "dashing" } }, "going": { "after": { "PT8S": "there" } }, "dashing": {}, "there": {} } }
        """;

    public TestMachines() => File.WriteAllText(Path.Combine(Folder, "patient.machine.json"), Patient);

    public string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("stator-test-").FullName;

    public void Dispose() => System.IO.Directory.Delete(Folder, recursive: true);
}

namespace Stator.Cli.Bench;

/// <summary>The machines of the core benchmark: the same documents as in <c>bench/machines</c>, built into the tool.</summary>
internal static class CoreMachines
{
    private static readonly string[] Names = ["toggle", "hierarchy", "parallel"];

    public static IReadOnlyDictionary<string, byte[]> All { get; } = Names.ToDictionary(name => name, Read);

    private static byte[] Read(string name)
    {
        using var stream = typeof(CoreMachines).Assembly.GetManifestResourceStream($"{name}.machine.json")
            ?? throw new InvalidOperationException($"The tool was built without {name}.machine.json.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

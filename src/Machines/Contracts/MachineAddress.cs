namespace Stator.Machines;

/// <summary>Which instance: its machine, and its name among the instances of that machine.</summary>
/// <param name="Machine">The machine's id.</param>
/// <param name="Key">The instance's key.</param>
public readonly record struct MachineAddress(string Machine, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Machine}/{Key}";
}

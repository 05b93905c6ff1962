namespace Stator.Grains.Storage;

/// <summary>The storage of instances.</summary>
public static class MachineStorage
{
    /// <summary>The name under which a silo adds it: any grain storage, or <c>AddStatorGrainStorage</c>.</summary>
    public const string Name = "machines";
}

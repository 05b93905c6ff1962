namespace Stator.Machines.Tests.Support;

/// <summary>Where the attributes of tests find what makes test cases of them.</summary>
internal static class TestAssembly
{
    public const string Name = "Grains.Tests";
}

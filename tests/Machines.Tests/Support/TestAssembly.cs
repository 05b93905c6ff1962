namespace Stator.Machines.Tests.Support;

/// <summary>Where the attributes of tests find what makes test cases of them. Another assembly that shares these files has one of its own.</summary>
internal static class TestAssembly
{
    public const string Name = "Machines.Tests";
}

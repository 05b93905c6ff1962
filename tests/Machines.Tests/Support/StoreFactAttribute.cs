using Xunit.Abstractions;
using Xunit.Sdk;

namespace Stator.Machines.Tests.Support;

/// <summary>The tests of a class need a PostgreSQL server; without one they count as skipped, and say how to get one.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsPostgresAttribute : Attribute;

/// <summary>A fact that may be about PostgreSQL, which not every machine has: see <see cref="NeedsPostgresAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Stator.Machines.Tests.Support.StoreFactDiscoverer", TestAssembly.Name)]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>The same for a theory. Where it is skipped, it is so as a whole.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Stator.Machines.Tests.Support.StoreTheoryDiscoverer", TestAssembly.Name)]
public sealed class StoreTheoryAttribute : TheoryAttribute;

public sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class StoreTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        StoreTestCase.WhySkipped(testMethod) is null
            ? base.Discover(discoveryOptions, testMethod, theoryAttribute)
            : [new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

public sealed class StoreTestCase : XunitTestCase
{
    public StoreTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method)
    {
    }

    /// <summary>For the runner, which makes one and then fills it.</summary>
    [Obsolete("Only for the runner.")]
    public StoreTestCase()
    {
    }

    public static string? WhySkipped(ITestMethod method) =>
        PostgresServer.WhyNone is { } why && method.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any() ? why : null;

    protected override string GetSkipReason(IAttributeInfo factAttribute) => WhySkipped(TestMethod) ?? base.GetSkipReason(factAttribute);
}

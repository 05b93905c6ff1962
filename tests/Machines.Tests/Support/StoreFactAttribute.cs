using Xunit.Abstractions;
using Xunit.Sdk;

namespace Stator.Machines.Tests.Support;

/// <summary>The tests of a class need a PostgreSQL server; without one they count as skipped, and say how to get one.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsPostgresAttribute : Attribute;

/// <summary>A fact that may be about PostgreSQL, which not every machine has: see <see cref="NeedsPostgresAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Stator.Machines.Tests.Support.StoreFactDiscoverer", "Machines.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

public sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
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

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any() && PostgresServer.WhyNone is { } why
            ? why
            : base.GetSkipReason(factAttribute);
}

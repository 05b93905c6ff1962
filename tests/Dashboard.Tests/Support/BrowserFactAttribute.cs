namespace Stator.Dashboard.Tests.Support;

/// <summary>A fact that needs a browser, which not every machine has; without one it counts as skipped, and says how to get one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.WhyNone;
}

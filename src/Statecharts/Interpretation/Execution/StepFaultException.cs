namespace Stator.Statecharts.Interpretation;

/// <summary>Carries a fault from where it is found to where the step is refused. It never leaves the engine.</summary>
internal sealed class StepFaultException(Fault fault) : Exception(fault.Message)
{
    public Fault Fault { get; } = fault;
}

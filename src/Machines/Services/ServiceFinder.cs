using Stator.Machines.Stores;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Machines.Services;

/// <summary>Finds the code of a service: what the logic of its machine brings, else what was added to the host.</summary>
internal sealed class ServiceFinder(MachineCode code, StatorOptions options)
{
    /// <summary>Whose runs share a bound, and how many may run at a time. One that logic brings has its own bound in each machine.</summary>
    public (string Name, int Limit) BoundOf(MachineAddress address, StartService start)
    {
        var machine = start.AskedBy ?? address.Machine;
        var added = code.FindService(machine, start.Source);
        var isShared = added is { Options.Machine: null } && !code.HasLogic(machine);
        return (isShared ? start.Source : $"{machine}/{start.Source}", added?.Options.MaxConcurrency ?? options.MaxConcurrencyPerService);
    }

    /// <summary>The service of an attempt.</summary>
    /// <exception cref="RequestRefusedException">The instance, or the code it needs, cannot be had now.</exception>
    public async Task<BoundService> FindAsync(ServiceAttempt attempt)
    {
        var start = attempt.Start;
        var machine = start.AskedBy ?? attempt.Id.Address.Machine;
        var added = code.FindService(machine, start.Source);
        if (added is not null && !code.HasLogic(machine))
        {
            return added;
        }

        var own = await attempt.Definition().ConfigureAwait(false) is { } definition ? ServiceCode.FindService(definition, start.AskedBy, start.Source) : null;
        return own ?? added ?? throw new RequestRefusedException(new(
            FaultCode.MissingImplementation, $"The service '{start.Source}' of '{machine}' is bound to nothing in this host. Add it, and start the host again."));
    }
}

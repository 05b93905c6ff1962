using Microsoft.Extensions.Diagnostics.HealthChecks;
using Stator.Machines;

namespace Stator.Http;

/// <summary>Whether instances can be served, as a health check of ASP.NET Core.</summary>
internal sealed class ReadyCheck(IMachineClient client) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await client.CheckReadyAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (RequestRefusedException e)
        {
            return new(context.Registration.FailureStatus, e.Fault.Message, e);
        }
    }
}


namespace Stator.Machines.Hosting;

/// <summary>What is wrong with a request to handle events, as far as that shows without its instance.</summary>
internal static class SendFaults
{
    public static RequestFault? Check(SendRequest request, StatorOptions options)
    {
        if (request.Events.IsDefaultOrEmpty)
        {
            return new(RequestFaultCode.InvalidRequest, "The request holds no event. Send at least one: {\"type\": \"NAME\"}.");
        }

        return request.Events.Length <= options.MaxEventsPerRequest ? null : new(
            RequestFaultCode.LimitExceeded,
            $"The request holds {request.Events.Length} events; {options.MaxEventsPerRequest} is the limit, set by "
            + $"'{nameof(StatorOptions.MaxEventsPerRequest)}'. Send several requests.");
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stator.Machines;
using Stator.Statecharts.Interpretation;

namespace Stator.Http;

/// <summary>The one place where a fault becomes an HTTP status, and a problem document (RFC 9457).</summary>
public static class Problems
{
    /// <summary>The status of a fault code.</summary>
    public static int StatusOf(string code) => code switch
    {
        RequestFaultCode.InvalidRequest => StatusCodes.Status400BadRequest,

        // The loopback rule answers 403 instead: there is nothing the caller could prove.
        RequestFaultCode.AuthenticationRequired => StatusCodes.Status401Unauthorized,
        RequestFaultCode.Forbidden or RequestFaultCode.ForeignOrigin => StatusCodes.Status403Forbidden,
        RequestFaultCode.UnknownDefinition or RequestFaultCode.UnknownInstance or RequestFaultCode.UnknownRoute or RequestFaultCode.UnknownSequence
            or RequestFaultCode.UnknownInvocation or RequestFaultCode.UnknownIncident => StatusCodes.Status404NotFound,
        RequestFaultCode.WaitTimeout => StatusCodes.Status408RequestTimeout,
        RequestFaultCode.InstanceExists or RequestFaultCode.InstanceFinished or RequestFaultCode.VersionExists or RequestFaultCode.DefinitionMissing
            or RequestFaultCode.AlreadySettled => StatusCodes.Status409Conflict,
        RequestFaultCode.WaitImpossible => StatusCodes.Status412PreconditionFailed,
        RequestFaultCode.LimitExceeded => StatusCodes.Status413PayloadTooLarge,
        RequestFaultCode.InvalidDefinition or RequestFaultCode.InvalidInput or RequestFaultCode.InvalidEvent or RequestFaultCode.InvalidContext
            or RequestFaultCode.ActionFailed
            or RequestFaultCode.MicrostepsExceeded or RequestFaultCode.ExpressionCostExceeded => StatusCodes.Status422UnprocessableEntity,
        RequestFaultCode.Overloaded => StatusCodes.Status429TooManyRequests,
        RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping or RequestFaultCode.NotOwner => StatusCodes.Status503ServiceUnavailable,

        // What the engine says of a stored instance that it cannot take up again: nothing the caller could mend.
        FaultCode.InvalidSnapshot or FaultCode.DefinitionMismatch or FaultCode.StateNotFound or FaultCode.MissingImplementation =>
            StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status500InternalServerError,
    };

    internal static Task WriteAsync(HttpContext http, RequestFault fault) => WriteAsync(http, fault, StatusOf(fault.Code));

    internal static async Task WriteAsync(HttpContext http, RequestFault fault, int status)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "1";
        }

        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Wire.DefinitionJson.Readable))
        {
            Write(writer, status, fault);
        }

        await response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, int status, RequestFault fault)
    {
        writer.WriteStartObject();
        writer.WriteString("type", $"urn:stator:fault:{fault.Code}");
        writer.WriteString("title", TitleOf(fault.Code));
        writer.WriteNumber("status", status);
        writer.WriteString("code", fault.Code);
        writer.WriteString("detail", fault.Message);
        if (fault.Place.Length > 0)
        {
            writer.WriteString("place", fault.Place);
        }

        if (!fault.Diagnostics.IsEmpty)
        {
            writer.WritePropertyName("diagnostics");
            Wire.DefinitionJson.Write(writer, fault.Diagnostics);
        }

        writer.WriteEndObject();
    }

    /// <summary>The code as words: the same for every fault of that code, as the RFC wants it.</summary>
    private static string TitleOf(string code) => string.Concat(char.ToUpperInvariant(code[0]).ToString(), code[1..].Replace('_', ' '));
}

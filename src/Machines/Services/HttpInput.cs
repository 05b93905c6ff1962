using System.Globalization;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Services;

/// <summary>What a chart asks of the service <c>http</c>, looked at before anything is sent.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">Where to; a host that may be called.</param>
/// <param name="Headers">As they are sent.</param>
/// <param name="Body">Text as it is, anything else as JSON; null for none.</param>
/// <param name="Timeout">How long the whole answer may take.</param>
internal sealed record HttpInput(HttpMethod Method, Uri Url, IReadOnlyList<(string Name, string Value)> Headers, Value Body, TimeSpan Timeout)
{
    /// <summary>Reads the input of an invocation.</summary>
    /// <exception cref="ServiceFailedException">It is none, or the host may not be called. Trying again would not help.</exception>
    public static HttpInput Of(Value input, StatorOptions options)
    {
        var method = input["method"] is { Kind: ValueKind.String } named ? named.AsString.ToUpperInvariant() : "GET";
        if (!method.All(char.IsAsciiLetter) || method.Length == 0)
        {
            throw Invalid("'method' is none. Write GET, POST, PUT, PATCH or DELETE.");
        }

        if (input["url"].Kind != ValueKind.String || !Uri.TryCreate(input["url"].AsString, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw Invalid("'url' is none. Write a whole address, such as https://api.example.com/charges.");
        }

        if (!MayCall(url, options))
        {
            throw new ServiceFailedException(
                ServiceFailure.ErrorOf($"{url.Authority} may not be called from here. Add it to '{nameof(StatorOptions.HttpAllowedHosts)}' of the host.", "host_not_allowed"),
                isRetryable: false);
        }

        return new(new(method), url, HeadersOf(input["headers"]), input["body"], TimeoutOf(input["timeout"], options));
    }

    private static bool MayCall(Uri url, StatorOptions options) => options.HttpAllowedHosts.Count == 0 || options.HttpAllowedHosts.Any(allowed =>
        allowed.StartsWith('.')
            ? url.IdnHost.EndsWith(allowed, StringComparison.OrdinalIgnoreCase)
            : string.Equals(allowed, url.IdnHost, StringComparison.OrdinalIgnoreCase)
                || string.Equals(allowed, string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost}:{url.Port}"), StringComparison.OrdinalIgnoreCase));

    private static List<(string Name, string Value)> HeadersOf(Value headers) => headers.Kind switch
    {
        ValueKind.Null => [],
        ValueKind.Object => [.. headers.AsObject.Where(h => !h.Value.IsNull).Select(h => (h.Key, TextOf(h.Key, h.Value)))],
        _ => throw Invalid("'headers' is no object. Write {\"name\": \"value\"}."),
    };

    private static string TextOf(string name, Value value)
    {
        var text = value.Kind == ValueKind.String ? value.AsString : value.ToString();
        return text.AsSpan().IndexOfAny('\r', '\n', '\0') < 0 && name.Length > 0
            ? text
            : throw Invalid($"The header '{name}' has no name, or a line break in its value.");
    }

    private static TimeSpan TimeoutOf(Value timeout, StatorOptions options) => timeout.IsNull ? options.HttpTimeout
        : Durations.TryRead(timeout, out var durationMs) && durationMs is > 0 and < int.MaxValue ? TimeSpan.FromMilliseconds(durationMs)
        : throw Invalid("'timeout' is no time. Write milliseconds or an ISO 8601 duration, such as \"PT30S\".");

    private static ServiceFailedException Invalid(string message) => new(ServiceFailure.ErrorOf(message, "invalid_input"), isRetryable: false);
}

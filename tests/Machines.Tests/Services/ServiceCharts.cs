namespace Stator.Machines.Tests.Services;

/// <summary>Machines that invoke services.</summary>
internal static class ServiceCharts
{
    /// <summary>Charges; <c>CANCEL</c> leaves. The output's <c>charged</c> is noted, and how often it was.</summary>
    public const string Payment = """
        { "id": "payment", "version": "1", "initial": "paying", "context": { "paid": 0, "done": 0, "error": null },
          "states": {
            "paying": {
              "invoke": { "src": "charge", "id": "charge", "input": { "amount": 5 },
                "onDone": { "target": "paid", "context": { "paid": { "@expr": "event.output.charged" }, "done": { "@expr": "context.done + 1" } } },
                "onError": { "target": "failed", "context": { "error": { "@expr": "event.error" } } } },
              "on": { "CANCEL": "cancelled" } },
            "paid": {}, "failed": {}, "cancelled": {} } }
        """;

    /// <summary>The same, tried three times: after one second, and after two more.</summary>
    public static string Retried { get; } = Payment.Replace(
        "\"input\"", "\"retry\": { \"maxAttempts\": 3, \"initialInterval\": 1000, \"backoff\": 2 }, \"input\"", StringComparison.Ordinal);

    /// <summary>Waits for somebody outside. Tried twice, after one second.</summary>
    public const string Request = """
        { "id": "request", "version": "1", "initial": "asked", "context": { "by": null, "error": null },
          "states": {
            "asked": {
              "invoke": { "src": "external", "id": "answer", "input": { "question": "May I?" }, "retry": { "maxAttempts": 2, "initialInterval": 1000 },
                "onDone": { "target": "granted", "context": { "by": { "@expr": "event.output.by" } } },
                "onError": { "target": "refused", "context": { "error": { "@expr": "event.error" } } } },
              "on": { "WITHDRAW": "withdrawn" } },
            "granted": {}, "refused": {}, "withdrawn": {} } }
        """;

    /// <summary>The same, with a sign of life every 30 seconds.</summary>
    public static string Watched { get; } = Request.Replace("\"May I?\"", "\"May I?\", \"heartbeat\": \"PT30S\"", StringComparison.Ordinal);
}

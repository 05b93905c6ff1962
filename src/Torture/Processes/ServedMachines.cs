using Stator.Torture.Simulation;

namespace Stator.Torture.Processes;

/// <summary>The machines of the served processes: those of the simulation, at the speed of real time, and one that pays over HTTP.</summary>
internal static class ServedMachines
{
    /// <summary>Pays by a service that is called over HTTP, and gives it three attempts.</summary>
    private const string Payer = """
        { "id": "payer", "version": "1", "initial": "idle", "context": { "paid": 0, "failed": 0 },
          "states": {
            "idle": { "on": { "PAY": "paying" } },
            "paying": { "tags": "busy",
              "invoke": { "src": "http", "id": "charge",
                "input": { "method": "POST", "url": "CHARGE_URL", "body": { "amount": { "@expr": "context.paid + 1" } } },
                "retry": { "maxAttempts": 3, "initialInterval": 100, "backoff": 2, "maxInterval": 1000 },
                "onDone": { "target": "idle", "context": { "paid": { "@expr": "context.paid + event.output.body.paid" } } },
                "onError": { "target": "idle", "context": { "failed": { "@expr": "context.failed + 1" } } } },
              "on": { "CANCEL": "idle" } } } }
        """;

    /// <summary>Writes them into a folder, as <c>--definitions</c> takes them.</summary>
    public static void Write(string folder, Uri charge)
    {
        foreach (var (id, document) in SimulatedMachines.All.Where(m => m.Id != "worker").Append(("payer", Payer)))
        {
            // Even a short run must see some firings.
            var text = document.Replace("CHARGE_URL", charge.ToString(), StringComparison.Ordinal).Replace("\"10000\"", "\"1000\"", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, $"{id}.machine.json"), text);
        }
    }
}

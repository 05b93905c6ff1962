using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>
/// Machines that XState v5 or Stately Studio exported as JSON, as machine documents. What a function did is not in JSON: a named stand-in
/// takes its place, and a warning says what to write. A document that is a machine already comes out as it went in.
/// </summary>
internal static class XStateImport
{
    /// <summary>Converts a machine.</summary>
    /// <param name="document">A configuration (<c>machine.config</c>, Stately Studio) or a definition (<c>machine.toJSON()</c>).</param>
    /// <param name="log">Receives what could not be carried over.</param>
    public static Value Convert(Value document, ImportLog log)
    {
        if (document.Kind != ValueKind.Object)
        {
            return document;
        }

        var isDefinition = DefinitionForm.IsDefinition(document);
        if (isDefinition)
        {
            document = new DefinitionForm(document).ToConfig();
            log.Warn(
                "", "XState's machine.toJSON() leaves out context, 'always', history defaults, the machine's output, and guards, inputs and outputs that are functions",
                $"Export the configuration instead: {ImportLog.FullExport}.");
        }

        var converted = new NodeImport(log).Convert(document, "", isRoot: true);
        if (log.HasLostFunctions && !isDefinition)
        {
            log.Warn(
                "", "the export has null where functions stood, so those that were the value of a key (guard, context, input, output, a single action) are gone without a trace",
                $"Compare with the source, or export again: {ImportLog.FullExport}.");
        }

        return converted;
    }
}

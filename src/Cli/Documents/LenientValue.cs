using Stator.Statecharts.Data;

namespace Stator.Cli.Documents;

/// <summary>Reading of documents that may hold anything: what is missing, or of another kind, is empty.</summary>
internal static class LenientValue
{
    extension(Value value)
    {
        /// <summary>The items of a list; nothing of anything else.</summary>
        public IEnumerable<Value> Items => value.Kind == ValueKind.List ? value.AsList : [];

        /// <summary>The members of an object; nothing of anything else.</summary>
        public IEnumerable<KeyValuePair<string, Value>> Members => value.Kind == ValueKind.Object ? value.AsObject : [];

        /// <summary>The text of a string; null of anything else.</summary>
        public string? Text => value.Kind == ValueKind.String ? value.AsString : null;
    }
}

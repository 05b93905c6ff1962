namespace Stator.Statecharts.Tests.Properties;

/// <summary>The skeleton of a random chart: the tree, before anybody knows what its nodes do.</summary>
internal sealed class RandomNode(string key, string type, RandomNode? parent)
{
    public string Key => key;

    public string Type => type;

    public RandomNode? Parent => parent;

    public List<RandomNode> Kids { get; } = [];

    /// <summary>The child entered by default.</summary>
    public RandomNode? Initial { get; set; }

    public string Id => parent is null ? key : $"{parent.Id}.{key}";

    public bool IsReal => type != "history";

    public bool IsBelow(RandomNode other)
    {
        for (var at = parent; at is not null; at = at.Parent)
        {
            if (at == other)
            {
                return true;
            }
        }

        return false;
    }

    public IEnumerable<RandomNode> SelfAndBelow => Kids.SelectMany(k => k.SelfAndBelow).Prepend(this);

    /// <summary>A tree of about so many nodes.</summary>
    public static RandomNode Grow(Random random, string id, int nodes)
    {
        var serial = 0;
        var root = new RandomNode(id, random.Next(4) == 0 ? "parallel" : "compound", null);
        Fill(root, 1);
        return root;

        void Fill(RandomNode node, int depth)
        {
            var count = node.Type == "parallel" ? random.Next(1, 4) : random.Next(2, 4);
            for (var i = 0; i < count; i++)
            {
                var isInner = depth < 4 && serial < nodes && random.Next(2) == 0;
                Add(node, isInner ? random.Next(5) < 2 ? "parallel" : "compound" : "atomic", depth);
            }

            if (random.Next(3) == 0)
            {
                Add(node, "final", depth);
            }

            for (var i = random.Next(5) - 2; i > 0; i--)
            {
                Add(node, "history", depth);
            }

            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(node.Kids));
            node.Initial = node.Type == "compound" ? node.Kids[random.Next(node.Kids.Count)] : null;
        }

        void Add(RandomNode node, string type, int depth)
        {
            var kid = new RandomNode($"{type[0]}{serial++}", type, node);
            node.Kids.Add(kid);
            if (type is "parallel" or "compound")
            {
                Fill(kid, depth + 1);
            }
        }
    }
}

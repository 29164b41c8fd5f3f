using k8s.Models;

namespace AutoInstr.Webhook.Injection;

/// <summary>The variables of a container, and the steps that add to them. None that is there is lost: steps name single members, since a
/// newer cluster's objects may have more of them than are known here.</summary>
/// <param name="container">The path of the container.</param>
/// <param name="existing">Its variables.</param>
internal sealed class EnvironmentPatch(string container, IList<V1EnvVar>? existing)
{
    private readonly List<V1EnvVar> _variables = [.. existing ?? []];
    private readonly List<PatchOperation> _operations = [];
    private bool _isThere = existing is not null;

    /// <summary>The steps.</summary>
    public IReadOnlyList<PatchOperation> Operations => _operations;

    /// <summary>Adds a variable that the container does not have.</summary>
    public void AddDefault(string name, string value) => AddDefault(new V1EnvVar { Name = name, Value = value });

    /// <summary>Adds a variable that the container does not have, with what a field of the pod says.</summary>
    public void AddFieldDefault(string name, string field) => AddDefault(Field(name, field));

    /// <summary>Adds a variable that the container does not have, before all others, which may refer to it.</summary>
    public void AddFirstFieldDefault(string name, string field)
    {
        if (_variables.Count == 0)
        {
            AddFieldDefault(name, field);
            return;
        }
        if (_variables.Exists(own => own.Name == name))
            return;
        var variable = Field(name, field);
        _variables.Insert(0, variable);
        _operations.Add(PatchOperation.Add(At(0), variable));
    }

    /// <summary>Puts a value and the one that is there into one variable.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="join">Makes the value, of what is there.</param>
    /// <param name="value">The value where there is none.</param>
    /// <param name="kept">The name under which a value from elsewhere stays, for the joined one to refer to.</param>
    public void Join(string name, string value, Func<string, string> join, string kept)
    {
        // Of several of one name, the last is the one that holds.
        var index = _variables.FindLastIndex(variable => variable.Name == name);
        if (index < 0)
        {
            Append(new V1EnvVar { Name = name, Value = value });
        }
        else if (_variables[index].ValueFrom is null)
        {
            var own = _variables[index].Value;
            _operations.Add(PatchOperation.Add($"{At(index)}/value", string.IsNullOrEmpty(own) ? value : join(own)));
        }
        else
        {
            _operations.Add(PatchOperation.Add($"{At(index)}/name", kept));
            var joined = new V1EnvVar { Name = name, Value = join($"$({kept})") };
            _operations.Add(PatchOperation.Add(At(index + 1), joined));
            _variables.Insert(index + 1, joined);
        }
    }

    private static V1EnvVar Field(string name, string field) =>
        new() { Name = name, ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = field } } };

    private void AddDefault(V1EnvVar variable)
    {
        if (!_variables.Exists(own => own.Name == variable.Name))
            Append(variable);
    }

    private void Append(V1EnvVar variable)
    {
        _variables.Add(variable);
        _operations.Add(_isThere
            ? PatchOperation.Add($"{container}/env/-", variable)
            : PatchOperation.Add($"{container}/env", new List<V1EnvVar> { variable }));
        _isThere = true;
    }

    private string At(int index) => $"{container}/env/{index}";
}

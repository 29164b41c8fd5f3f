using System.Reflection;

namespace AutoInstr.Patching;

/// <summary>The methods behind the numbers that patches get as <c>__target</c>.</summary>
public static class PatchedMethods
{
    private static readonly object Gate = new();
    private static MethodBase[] _methods = new MethodBase[64];
    private static int _count;

    /// <summary>The method behind a number.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such number.</exception>
    public static MethodBase Get(int number) => Volatile.Read(ref _methods)[number];

    /// <summary>Gives a method a number.</summary>
    internal static int Register(MethodBase method)
    {
        lock (Gate)
        {
            if (_count == _methods.Length)
            {
                var more = new MethodBase[2 * _count];
                _methods.CopyTo(more, 0);
                Volatile.Write(ref _methods, more);
            }
            _methods[_count] = method;
            return _count++;
        }
    }
}

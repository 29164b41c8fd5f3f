namespace AutoInstr.Agent; /// <summary>x</summary>
internal static class Agent { }

global using Orleans;
global using Stator.Machines;
